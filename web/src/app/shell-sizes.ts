/** Below it the navigation stands under the header instead of beside the page. */
export const narrow = '@media (max-width: 719px)';
