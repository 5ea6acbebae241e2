/**
 * The platform for a page: processes in one classic worker. A worker has one JavaScript realm and no way to make another, so each process
 * gets a global object of its own, through which the library, this runtime and the program's modules see every global name; the objects of the
 * language itself (`Array.prototype` and the like) are shared by the processes of a world, which runs for one learner only,
 * and restored before the next world. Everything in a worker beyond the language is removed before any of their code runs.
 */
export { type Environment, takeEnvironment } from './environment.ts'
export { createWorkerRealms, type WorkerRealmOptions, type WorkerRealms } from './worker.ts'
