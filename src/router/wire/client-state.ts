/** In what state a client's connection is, and how much it holds. */

export const AT_HEAD = 0;
/** A request is there, and its body is still coming. */
export const IN_BODY = 1;
/** A request is whole, its answer is not. */
export const ASKED = 2;
/** The request was answered before its body was whole. */
export const UNWANTED = 3;
/** Nothing will be answered any more. */
export const LEAVING = 4;
export const GONE = 5;

/** What is read at most of a body that nobody wants, to keep its connection. */
export const MOST_UNWANTED = 1024 * 1024;
/** Bytes of later requests that may wait here while one is answered. */
export const MOST_AHEAD = 64 * 1024;
