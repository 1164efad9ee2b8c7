/** bffio, an fio-compatible benchmark tool over AuraIO's engine; see {@link io.auraio.bench.Bffio}. */
package io.auraio.bench;
