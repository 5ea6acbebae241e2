/** The grading image: its base, its contents, its tag. Nothing here knows what is graded. */
export { ensureImage } from './build.ts'
export { checkDaemon, DockerError, DockerUnusableError, dockerProblem, requireDocker } from './docker.ts'
export { exportImage } from './export.ts'
