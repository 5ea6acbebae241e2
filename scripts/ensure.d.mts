interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>
}

export function locksBinariesFor(lock: Lock, platform: string, arch: string): boolean
