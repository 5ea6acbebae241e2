/**
 * How a program's process is run: in the kernel's own thread (here), or in an operating-system process of its own behind two
 * pipes (`piped/`, which only Node can import). Both give the same events, calls and packets. What a process is belongs to
 * `kernel`, what a program sees in it to `realm`.
 */
export { localStarter, type ProcessFactory, type ProcessStarter } from './local.ts'
