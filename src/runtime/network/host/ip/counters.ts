/** Counters of IP and ICMP under the names of Linux's /proc/net/snmp (`nstat`); what is not there has not happened. */
export class Counters {
  readonly #values = new Map<string, number>()

  count(name: string, by = 1): void {
    this.#values.set(name, (this.#values.get(name) ?? 0) + by)
  }

  value(name: string): number {
    return this.#values.get(name) ?? 0
  }

  /** All, by name. */
  entries(): [name: string, value: number][] {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1))
  }
}
