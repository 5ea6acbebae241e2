/**
 * The clients of a capture, played again: reads a file from any software within bounds, and writes the program that plays it on
 * a host. The command line, the page and saved tests all use it.
 */
export { CLOCK_HEADERS, PLAYER_NAME, playerProgram } from './player.ts'
export { type CaptureClients, readCaptureClients } from './read.ts'
export { latin1, type Step, startsOf, stepsOf, visibleReplies } from './steps.ts'
