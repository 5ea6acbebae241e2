/**
 * Grading in a WebContainer: Node in the browser, by StackBlitz, running the one-file `ackademy` command. Nothing is
 * loaded from another site before `ContainerBoot.take`.
 */
export { ContainerBoot } from './container-boot.ts'
export { ContainerError, type ContainerTrouble } from './container-error.ts'
export { ContainerGrader } from './container-grader.ts'
