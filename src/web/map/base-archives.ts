import { addProtocol, setWorkerUrl } from "maplibre-gl";
// MapLibre's worker is a file of its own, which the bundler must be told of: without it the map stays blank.
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { PMTiles, Protocol, type RangeResponse, type Source } from "pmtiles";
import syriaUrl from "./assets/syria.pmtiles?url";
import worldUrl from "./assets/world.pmtiles?url";

/** An archive that is read as a whole, once: then it works without a network, and zooming asks nobody where one looks. */
class WholeArchive implements Source {
  readonly #name: string;
  readonly #url: string;
  #bytes: Promise<ArrayBuffer> | undefined;

  constructor(name: string, url: string) {
    this.#name = name;
    this.#url = url;
  }

  getKey(): string {
    return this.#name;
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    this.#bytes ??= this.#load();
    return { data: (await this.#bytes).slice(offset, offset + length) };
  }

  async #load(): Promise<ArrayBuffer> {
    try {
      const answer = await fetch(this.#url);
      if (!answer.ok) throw new Error(`base map ${this.#name}: ${answer.status}`);
      return await answer.arrayBuffer();
    } catch (error) {
      // Asked again when the next tile is wanted.
      this.#bytes = undefined;
      throw error;
    }
  }
}

let isReady = false;

/** Tells MapLibre where its worker and the archives are. Once is enough; more does nothing. */
export function provideBaseArchives(): void {
  if (isReady) return;
  isReady = true;
  setWorkerUrl(workerUrl);
  const protocol = new Protocol();
  protocol.add(new PMTiles(new WholeArchive("world", worldUrl)));
  protocol.add(new PMTiles(new WholeArchive("syria", syriaUrl)));
  addProtocol("pmtiles", protocol.tile);
}
