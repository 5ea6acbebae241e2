/** The grading image: its base, its contents, its tag. Nothing here knows what is graded. */
export { ensureImage } from './build.ts'
export { DockerError, requireDocker } from './docker.ts'
