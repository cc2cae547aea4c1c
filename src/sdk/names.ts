/** The service's rules for names, before anything is sent. */
export { type NameOf, nameProblem } from '../arm/names.ts';
