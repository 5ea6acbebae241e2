/**
 * A WebContainer as a place to grade in: Node in the browser, by StackBlitz, in which the one-file `ackademy` command runs. Nothing of another site is
 * asked for before `ContainerBoot.take`.
 */
export { ContainerBoot } from './container-boot.ts'
export { ContainerError, type ContainerTrouble } from './container-error.ts'
export { ContainerGrader } from './container-grader.ts'
