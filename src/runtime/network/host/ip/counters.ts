/** Counters of IP and ICMP under the names of Linux's /proc/net/snmp (`nstat`); what is not there has not happened. */
export class Counters {
  readonly #counters = new Map<string, { value: number }>()

  count(name: string, by = 1): void {
    const counter = this.#counters.get(name)
    if (counter === undefined) this.#counters.set(name, { value: by })
    else counter.value += by
  }

  value(name: string): number {
    return this.#counters.get(name)?.value ?? 0
  }

  /** All, by name. */
  entries(): [name: string, value: number][] {
    const all = [...this.#counters].map(([name, { value }]): [string, number] => [name, value])
    return all.sort(([a], [b]) => (a < b ? -1 : 1))
  }
}
