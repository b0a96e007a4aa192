// How weights lie on the GPU: the repacking of GGUF rows into two aligned streams, `quants` (16-byte words) and `scales`, of the same byte count
// (TQ1_0 alone grows, and IQ1, IQ2 and IQ3 types have a codebook of at most 4 KiB before their scales). Rows go in tiles of 8; within a tile the streams run
// block by block (32 columns), and within a block row by row. See shaders/lib/quant/.

import { roundUp } from "../base/bytes.ts";
import { OrielError } from "../base/errors.ts";
import { codebookLayouts } from "./layouts/codebook-types.ts";
import { fewBitLayouts } from "./layouts/few-bits.ts";
import { floatLayouts } from "./layouts/floats.ts";
import { legacyLayouts } from "./layouts/legacy.ts";
import { superBlockLayouts } from "./layouts/super-blocks.ts";
import type { TileStreams, UnitLayout } from "./layouts/unit-layout.ts";
import { valueTableLayouts } from "./layouts/value-tables.ts";

/** Rows in a tile. */
export const TILE_ROWS = 8;

const LAYOUTS: Record<string, UnitLayout> = {
  ...floatLayouts,
  ...legacyLayouts,
  ...superBlockLayouts,
  ...valueTableLayouts,
  ...fewBitLayouts,
  ...codebookLayouts,
};

/** Names of the weight types that have kernels. */
export const WEIGHT_TYPES: readonly string[] = Object.keys(LAYOUTS);

/** What stands before the scales of a type without codebook. */
const NOTHING = new Uint16Array(0);

/** Columns are padded to whole blocks of 32; only float types have rows that need it. */
export function paddedColumns(columns: number): number {
  return roundUp(columns, 32);
}

/** The layout of a matrix [rows, columns] of one type on the GPU. */
export class WeightLayout {
  readonly tiles: number;
  /** Bytes of one tile in each stream. */
  readonly quantBytes: number;
  readonly scaleBytes: number;
  /** Bytes of one row as the file has it. */
  readonly rowBytes: number;
  #unit: UnitLayout;

  /** @throws OrielError `unsupported` for a type without kernels, `bad-model` for columns that do not fill its blocks */
  constructor(
    readonly type: string,
    readonly rows: number,
    readonly columns: number,
  ) {
    const unit = LAYOUTS[type];
    if (!unit) {
      throw new OrielError("unsupported", `Expected a weight type of ${WEIGHT_TYPES.join(", ")} but found ${type}`, {
        type,
      });
    }
    if (unit.exact && columns % unit.columns) {
      throw new OrielError(
        "bad-model",
        `Expected ${type} rows of a multiple of ${unit.columns} columns but found ${columns}`,
      );
    }
    this.#unit = unit;
    const units = Math.ceil(paddedColumns(columns) / unit.columns);
    this.tiles = Math.ceil(rows / TILE_ROWS);
    this.rowBytes = unit.exact ? (columns / unit.columns) * unit.fileBytes : (columns * unit.fileBytes) / unit.columns;
    this.quantBytes = units * TILE_ROWS * unit.quantBytes;
    this.scaleBytes = units * unit.scaleBytes;
  }

  /** The type's codebook, which stands before the scales of the first tile in every buffer; empty for most types. */
  get codebook(): Uint16Array<ArrayBuffer> {
    return this.#unit.codebook?.() ?? NOTHING;
  }

  /** The two buffers of a matrix that lies in one shard. @param source all rows as the file has them */
  pack(source: Uint8Array): TileStreams {
    const { quants, scales } = this.repack(source, this.rows);
    const all = new Uint16Array(this.codebook.length + scales.length);
    all.set(this.codebook);
    all.set(scales, this.codebook.length);
    return { quants, scales: all };
  }

  /**
   * Repacks the rows of whole tiles (the last may be short).
   * @param source rows as the file has them, `rowBytes` each, from an even address
   * @param rows how many
   */
  repack(source: Uint8Array, rows: number): TileStreams {
    const unit = this.#unit;
    const tiles = Math.ceil(rows / TILE_ROWS);
    const streams: TileStreams = {
      quants: new Uint16Array((tiles * this.quantBytes) / 2),
      scales: new Uint16Array((tiles * this.scaleBytes) / 2),
    };
    const units = Math.ceil(paddedColumns(this.columns) / unit.columns);
    const odd = unit.fileBytes % 2;
    const even = odd ? withEvenUnits(source, unit.fileBytes) : source;
    const halves = new Uint16Array(even.buffer, even.byteOffset, even.byteLength >> 1);
    const step = (unit.fileBytes + odd) / 2;
    const rowStep = (this.rowBytes + odd * units) / 2;
    for (let row = 0; row < rows; row++) {
      const firstUnit = Math.floor(row / TILE_ROWS) * units;
      for (let index = 0; index < units; index++) {
        const columns = Math.min(unit.columns, this.columns - index * unit.columns);
        unit.repack(halves, row * rowStep + index * step, streams, firstUnit + index, row % TILE_ROWS, columns);
      }
    }
    return streams;
  }
}

/** Units of an odd number of bytes, each with a byte of 0 before it, so that they are whole 16-bit words. */
function withEvenUnits(source: Uint8Array, bytes: number): Uint8Array {
  const units = Math.floor(source.length / bytes);
  const even = new Uint8Array(units * (bytes + 1));
  for (let unit = 0; unit < units; unit++) {
    even.set(source.subarray(unit * bytes, (unit + 1) * bytes), unit * (bytes + 1) + 1);
  }
  return even;
}
