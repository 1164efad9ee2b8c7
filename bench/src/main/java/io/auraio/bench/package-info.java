/** bffio, an fio-compatible benchmark tool over AuraIO's engine. */
package io.auraio.bench;
