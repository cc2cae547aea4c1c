/** What an instance may be of, before anything is sent. */
export { type InstanceType, instanceTypes } from '../arm/sizes.ts';
