// One engine answers everything below, in the first tier of its driver, since what it does depends on no tier; the files beside this one declare the tests
// by subject.
import { beforeAll, describe, expect, test } from "vitest";
import { describeTiers, tiers } from "../setup/gpu.ts";
import { aborting } from "./aborting.ts";
import { complete, engineOn } from "./loading.ts";
import { sampling } from "./sampling.ts";
import { CONTEXT, FILE, openScene, type Scene } from "./scene.ts";
import { sequences } from "./sequences.ts";
import { changed } from "./variants.ts";

describeTiers("engine", (tier, open) => {
  describe.skipIf(tier !== tiers[0])("answers", () => {
    const scene = {} as Scene;
    beforeAll(async () => {
      Object.assign(scene, await openScene(await open()));
    }, 180_000);

    sequences(scene);
    sampling(scene);
    aborting(scene);

    test("counts what it does", async () => {
      await scene.forget();
      const before = scene.engine.stats();
      const { done } = await complete(scene.engine, { ids: [1, 300, 301] }, 8);
      const { decodedTokens, prefilledTokens, perToken, bytes } = scene.engine.stats();
      expect(decodedTokens - before.decodedTokens).toBe(done.completionTokens);
      expect(prefilledTokens - before.prefilledTokens).toBe(3);
      expect(perToken.bindGroups).toBe(0);
      expect(perToken.submits).toBeLessThanOrEqual((done.completionTokens + 1) / done.completionTokens);
      // Seven a layer, the embedding, the logits and two of the sampler; what was drawn beyond the end counts too.
      expect(perToken.dispatches * done.completionTokens).toBeLessThanOrEqual((2 * 7 + 4) * 8);
      expect(bytes).toEqual(scene.gpu.buffers.bytes);
      expect(scene.engine.info).toMatchObject({ name: "random llama", vocabSize: 320, hasChatTemplate: true });
      expect(scene.model.runner.contextLength).toBe(CONTEXT);
    });

    test("weights that are all zero still answer", async () => {
      const file = await changed(FILE, { data: (_, data) => void data.fill(0) });
      const { ids, done } = await complete(await engineOn(scene.gpu, file), { ids: [1, 2] }, 3);
      expect(ids).toEqual([0, 0, 0]);
      expect(done.finishReason).toBe("length");
    });

    test("weights that are not finite fail the self-test", async () => {
      const data = (name: string, bytes: Uint8Array) => {
        if (name === "output_norm.weight") new Float32Array(bytes.buffer, bytes.byteOffset).fill(Number.NaN);
      };
      const loading = engineOn(scene.gpu, await changed(FILE, { data }));
      await expect(loading).rejects.toMatchObject({ name: "SelfTestFailure", notFinite: true });
    });
  });
});
