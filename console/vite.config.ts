import { defineConfig } from "vitest/config";
import { mockServer } from "./test/mock/plugin.ts";

/** File names carry no hash: the server answers with an ETag, and a rebuild changes only what changed. */
export default defineConfig({
  base: "./",
  plugins: [mockServer()],
  build: {
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        entryFileNames: "console.js",
        chunkFileNames: "[name].js",
        assetFileNames: (asset) => (asset.names[0]?.endsWith(".css") ? "console.css" : "[name][extname]"),
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["test/**/*.test.{ts,tsx}"],
  },
});
