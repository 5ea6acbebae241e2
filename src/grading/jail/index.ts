/** Grading in the jail of the Docker image, and what to say where Docker cannot be used. */
export { sayingDocker } from './docker-advice.ts'
export { type GradeJailed, type Jail, jailFor } from './jail.ts'
