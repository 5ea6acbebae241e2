/** Calls into a loaded module. Errors arrive as `RemoteError`. */
export type Remote<T> = {
  readonly [K in keyof T as T[K] extends (...a: never[]) => unknown
    ? K
    : T[K] extends new (
          ...a: never[]
        ) => unknown
      ? K
      : never]: RemoteMember<T[K]>
}

type RemoteMember<F> = F extends new (
  ...a: infer A
) => infer R
  ? { create(...a: RemoteArgs<A>): Promise<Remote<R>> }
  : F extends (...a: infer A) => infer R
    ? /** @wait */ (...a: RemoteArgs<A>) => Promise<RemoteValue<Awaited<R>>>
    : never

type RemoteArgs<A extends unknown[]> = {
  [I in keyof A]: A[I] extends Plain
    ? A[I]
    : HasMethod<NonNullable<A[I]>> extends true
      ? Remote<NonNullable<A[I]>>
      : A[I]
}

type RemoteValue<V> = V extends Plain
  ? V
  : V extends (infer E)[]
    ? RemoteValue<E>[]
    : HasMethod<V> extends true
      ? Remote<V>
      : V

type HasMethod<V> = true extends { [K in keyof V]: V[K] extends (...a: never[]) => unknown ? true : never }[keyof V]
  ? true
  : false

type Plain = string | number | bigint | boolean | null | undefined | Uint8Array | Date

export interface RemoteError extends Error {
  code?: string
  errors?: RemoteError[]
  /** Other properties that the program set on it: `error.phase`, `error.replies`. Only data. */
  [own: string]: unknown
}
