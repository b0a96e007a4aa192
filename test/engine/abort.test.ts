// A load that is given up late: after the weights are there, while pipelines compile or the self-test runs. It resolves with no engine and reports nothing more.
import { expect, test } from "vitest";
import type { Stage } from "../../src/base/progress.ts";
import { Engine } from "../../src/engine/engine.ts";
import type { LoadOptions } from "../../src/engine/load.ts";
import { describeTiers, gpu as entry, tiers, withheld } from "../setup/gpu.ts";
import { optionsFor } from "./loading.ts";
import { FILE } from "./scene.ts";
import { watched } from "./watched-gpu.ts";

describeTiers("late cancelling", (tier) => {
  const once = test.skipIf(tier !== tiers[0]);

  once.each<[Stage, number]>([
    ["compile", 1],
    ["self-test", 0],
    ["self-test", 2],
  ])("in stage %s, at step %i", async (stage, least) => {
    const watch = watched(tier === "base" ? withheld(entry) : entry);
    const abort = new AbortController();
    const late: Stage[] = [];
    let over = false;
    const report: LoadOptions["report"] = (progress) => {
      if (over) late.push(progress.stage);
      if (progress.stage === stage && progress.done >= least) abort.abort("no more");
    };
    const options = { ...(await optionsFor(FILE, { tier })), gpu: watch.gpu, report, signal: abort.signal };
    await expect(Engine.load(options)).rejects.toMatchObject({ code: "aborted", cause: "no more" });
    over = true;
    expect(watch.live()).toBe(0);
    expect((await watch.devices[0]!.lost).reason).toBe("destroyed");
    expect(late).toEqual([]);
  });
});
