/** The names of instance types, for forms that offer them. */
export { type InstanceType, instanceTypes } from '../domain/sizes.ts';
