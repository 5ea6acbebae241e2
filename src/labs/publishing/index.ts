/**
 * What the site makes of the course when it is built: exercises as data for the lab page, without their solutions. Runs in Node only;
 * nothing of it reaches a browser.
 */
export { type PublishedExercise, publishedExercise, publishedExercises } from './exercises.ts'
