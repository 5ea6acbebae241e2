export interface Counter {
  value: number
}

/** Counters of IP and ICMP under the names of Linux's /proc/net/snmp (`nstat`); an absent counter is 0. */
export class Counters {
  readonly #counters = new Map<string, Counter>()

  /** A single counter, for callers that count every packet. */
  named(name: string): Counter {
    const known = this.#counters.get(name)
    if (known !== undefined) return known
    const counter = { value: 0 }
    this.#counters.set(name, counter)
    return counter
  }

  count(name: string, by = 1): void {
    this.named(name).value += by
  }

  value(name: string): number {
    return this.#counters.get(name)?.value ?? 0
  }

  /** All counters, by name. */
  entries(): [name: string, value: number][] {
    const all = [...this.#counters].map(([name, { value }]): [string, number] => [name, value])
    return all.filter(([, value]) => value > 0).sort(([a], [b]) => (a < b ? -1 : 1))
  }
}
