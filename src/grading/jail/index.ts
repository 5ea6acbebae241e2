/** Grading in the jail of the Docker image, and advice where Docker can't be used. */
export { sayingDocker } from './docker-advice.ts'
export { type GradeJailed, type Jail, jailFor } from './jail.ts'
