// A browser without WebGPU: the page says so and what to do, and everything but running a model works.
import { expect, importByApi, openOriel, test } from "./browser.ts";
import { story } from "./models.ts";

test.use({ webgpu: false });

test("says that WebGPU is missing and what to do, and lets the person go on", async ({ page }) => {
  await openOriel(page);
  await expect(page.getByRole("heading", { name: /needs WebGPU/ })).toBeVisible();
  await expect(page.getByText("What you can do")).toBeVisible();
  await page.getByRole("button", { name: "Continue without running models" }).click();
  await expect(page.locator("oriel-desktop")).toBeVisible();
});

test("stores a model, and a request ends in the named error", async ({ page }) => {
  const { file } = await story("Q8_0");
  await openOriel(page);
  const { ref } = await importByApi(page, file, "story");
  const code = await page.evaluate(
    (model) =>
      window.oriel.completions.create({ model, prompt: "x" }).then(
        () => "answered",
        (error) => error.code,
      ),
    ref,
  );
  expect(code).toBe("no-webgpu");
  expect((await page.evaluate(() => window.oriel.models.list())).map((model) => model.ref)).toEqual([ref]);
});
