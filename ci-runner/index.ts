/**
 * Grading on a real kernel, and of hostile code: the Docker image (`image/`, `Dockerfile`), the jail a submission's program runs in
 * (`jail/`), and the harness that runs inside the image (`harness/`). What a test or an exercise is belongs to the grader; what a
 * world is, to Lab. Nothing here is imported by the page.
 */
export { checkDaemon, DockerError, DockerUnusableError, ensureImage, exportImage } from './image/index.ts'
export { type ContainerOptions, gradeInContainer, replayInContainer } from './in-container.ts'
export type { GradeOrder } from './job.ts'
export { CancelledError, type Grading, GradingPool, type Progress } from './pool/index.ts'
