/** A container for one submission, from the outside: its flags, its limits, the job in and the report out. */
export { type ContainerOptions, gradeInContainer } from './grade-in-container.ts'
