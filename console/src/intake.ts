import { computed, signal } from "@preact/signals";
import { type Api, CallFailed } from "./api";
import { browserZone } from "./format";
import type { ImportDone, Look, Machine } from "./wire";

/** What a person says of how to read a file: the parameters of the API, as far as they were said. */
export type Said = Record<string, string>;

/** Whose the file is: a machine that is there, a new one, or each machine of the file its own. */
export type Target = { is: "known"; machine: string } | { is: "new"; machine: string } | { is: "each" };

export type Step =
  | { is: "waiting" }
  | { is: "sending"; what: "look" | "keep"; share: number }
  | { is: "failed"; what: "look" | "keep"; failure: CallFailed }
  | { is: "understood" }
  | { is: "kept"; imports: ImportDone[] };

/** One file on its way in: looked at as often as a person likes, then imported. */
export class Intake {
  readonly file = signal<File | null>(null);
  readonly said = signal<Said>({});
  readonly look = signal<Look | null>(null);
  readonly step = signal<Step>({ is: "waiting" });
  /** Whether nobody said the zone: it is the browser's. */
  readonly zoneGuessed = signal(false);
  readonly target = signal<Target>({ is: "new", machine: "" });
  readonly busy = computed(() => this.step.value.is === "sending");
  private stopping: AbortController | undefined;

  constructor(
    private readonly api: Api,
    private readonly onKept: (machine: string | undefined) => Promise<void>,
  ) {}

  /** Begins with a file: its machine is the one of the same name, if there is one. */
  async take(file: File, machines: Machine[]): Promise<void> {
    this.close();
    this.file.value = file;
    const id = machineNamed(file.name);
    const known = machines.find((one) => one.machine === id);
    this.target.value = { is: known ? "known" : "new", machine: id };
    this.said.value = { zone: known?.zone ?? browserZone() };
    this.zoneGuessed.value = !known;
    await this.understand();
  }

  /** Reads the file again as a person says; an empty value takes a word back. */
  async say(name: string, value: string): Promise<void> {
    if (name === "zone") this.zoneGuessed.value = false;
    const { [name]: _, ...others } = this.said.value;
    this.said.value = value === "" ? others : { ...others, [name]: value };
    await this.understand();
  }

  /** A machine that is there has a zone of its own. */
  async belongTo(target: Target, machines: Machine[]): Promise<void> {
    this.target.value = target;
    const zone = target.is === "known" && machines.find((one) => one.machine === target.machine)?.zone;
    if (zone && zone !== this.said.value.zone) await this.say("zone", zone);
  }

  async understand(): Promise<void> {
    const look = await this.send<Look>("look", `understand?${this.query()}`);
    if (!look) return;
    this.look.value = look;
    this.step.value = { is: "understood" };
  }

  async keep(): Promise<void> {
    const target = this.target.value;
    if (target.is === "new" && !(await this.register(target.machine))) return;
    const imports =
      target.is === "each"
        ? await this.send<{ imports: ImportDone[] }>("keep", `imports?add=true&${this.query()}`)
        : await this.send<ImportDone>("keep", `machines/${target.machine}/imports?${this.query()}`);
    if (!imports) return;
    const kept = "imports" in imports ? imports.imports : [imports];
    this.step.value = { is: "kept", imports: kept };
    this.look.value = null;
    this.file.value = null;
    await this.onKept(kept[0]?.machine);
  }

  close(): void {
    this.stopping?.abort();
    this.file.value = null;
    this.look.value = null;
    this.said.value = {};
    this.step.value = { is: "waiting" };
  }

  private query(): URLSearchParams {
    return new URLSearchParams({ name: this.file.value?.name ?? "", ...this.said.value });
  }

  /** Two clicks of the same name are one machine. */
  private async register(machine: string): Promise<boolean> {
    const zone = this.said.value.zone ?? browserZone();
    try {
      await this.api.post("machines", { machine, zone }, `console-register-${machine}-${zone}`);
      return true;
    } catch (error) {
      return this.failed("keep", error);
    }
  }

  private async send<T>(what: "look" | "keep", path: string): Promise<T | undefined> {
    const file = this.file.value;
    if (!file) return undefined;
    this.stopping?.abort();
    const stopping = new AbortController();
    this.stopping = stopping;
    this.step.value = { is: "sending", what, share: 0 };
    try {
      return await this.api.send<T>(
        path,
        file,
        (share) => {
          if (!stopping.signal.aborted) this.step.value = { is: "sending", what, share };
        },
        stopping.signal,
      );
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return undefined;
      this.failed(what, error);
      return undefined;
    }
  }

  private failed(what: "look" | "keep", error: unknown): false {
    if (!(error instanceof CallFailed)) throw error;
    this.step.value = { is: "failed", what, failure: error };
    return false;
  }
}

/** The id of a machine whose file is called so: Presse 7.csv is presse-7. */
export function machineNamed(file: string): string {
  const plain = file
    .replace(/^.*[/\\]/, "")
    .replace(/(\.(csv|tsv|txt|dat|parquet|xlsx|zip|gz))+$/i, "")
    .toLowerCase()
    .replace(/ä/g, "ae")
    .replace(/ö/g, "oe")
    .replace(/ü/g, "ue")
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-|-$/g, "");
  return plain === "" || /^[\d-]+$/.test(plain) ? `machine-${plain}`.replace(/-$/, "") : plain;
}

/** What a question offers: "--decimal point" is the parameter decimal with the value point. */
export function offerOf(question: string): { name: string; value: string } | undefined {
  const found = /--(decimal|date-order|turned|separator|encoding|header)(?: ([\w-]+))?/.exec(question);
  if (!found?.[1]) return undefined;
  const name = found[1].replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { name, value: found[1] === "turned" ? "true" : (found[2] ?? "") };
}
