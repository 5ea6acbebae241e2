/**
 * Lab: the one interface through which a test, the workspace, the command line or the grader drives a world. Types and
 * `LabError` only; the test's side of it is `../client`, the world's side `../simulated` and `../linux`.
 *
 * Five rules hold for every operation. They are what makes tests short and keeps them from being flaky.
 *  1. Everything that crosses is data. A handle (`Host`, `Link`, `TcpPeer` …) is a name on the test's side.
 *  2. Everything observable is a queue with a cursor, never an event. Bytes, lines, packets, exits are kept from the first
 *     instant of the world, so a test cannot ask too late and needs no listener before the act.
 *  3. Every operation is one of three kinds, marked in its comment:
 *       \@act   changes the world at the current instant, in the order called. Costs no virtual time.
 *       \@look  reads the world at the current instant. Never lets it run.
 *       \@wait  lets the world run until the thing waited for has happened or `within` is over.
 *  4. Time moves only inside a \@wait. An un-awaited \@wait stays pending: it is how two things are waited for at once.
 *     One that fails without being awaited is no unhandled rejection: it fails the test at its end, with its own evidence.
 *  5. A \@wait that fails throws `LabError` with what was expected, what was seen and the packets concerned.
 *
 * LOCK STEP (simulated). Calls made before the test's microtasks have drained form one batch. A batch's acts are applied in
 * order at the current instant, its looks are answered. While the test awaits one of them the world stands still, for the test
 * may act again at the same instant. When nothing but waits can make the test go on, the world runs to the end of the first
 * event that completes or times out one of them, answers (time, sequence), and stands still again. A test that awaits something
 * else while no Lab wait is pending gets MISUSE after 2 s of real time.
 *
 * LINUX. The same operations, carried out by the same code on real sockets in one network namespace per host; times are
 * CLOCK_MONOTONIC stamps. Nothing stands still, so a test may rely only on rule 2 and on the order of cause and effect. `within`
 * counts real time. Links are a userspace relay running the simulated backend's own link code: rules are the same data.
 */
export type * from './capture.ts'
export type * from './dns.ts'
export * from './error.ts'
export type * from './host.ts'
export type * from './host-state.ts'
export type * from './link.ts'
export type * from './packet.ts'
export type * from './peers.ts'
export type * from './process.ts'
export type * from './recipe.ts'
export type * from './remote.ts'
export type * from './schedule.ts'
export type * from './values.ts'
export type * from './world.ts'
