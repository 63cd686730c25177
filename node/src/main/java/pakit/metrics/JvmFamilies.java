package pakit.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.function.ToLongFunction;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// The JVM, under the names that Prometheus' library for Java uses.
final class JvmFamilies implements MetricSource {
    @Override
    public void writeTo(PrometheusText text) {
        memory(text, "jvm_memory_used_bytes", "Memory of the JVM in use.", MemoryUsage::getUsed);
        memory(text, "jvm_memory_committed_bytes", "Memory that the JVM holds.", MemoryUsage::getCommitted);
        memory(text, "jvm_memory_max_bytes", "Memory that the JVM may take; -1 without bound.", MemoryUsage::getMax);
        text.family("jvm_threads_current", "gauge", "Live platform threads.");
        text.sample("jvm_threads_current", ManagementFactory.getThreadMXBean().getThreadCount());
        text.family("jvm_gc_collection_seconds", "summary", "Time spent collecting garbage.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            String name = collector.getName();
            text.sample("jvm_gc_collection_seconds_count", collector.getCollectionCount(), "gc", name);
            text.sample("jvm_gc_collection_seconds_sum", collector.getCollectionTime() / 1e3, "gc", name);
        }
    }

    private static void memory(PrometheusText text, String name, String help, ToLongFunction<MemoryUsage> figure) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        text.family(name, "gauge", help);
        text.sample(name, figure.applyAsLong(memory.getHeapMemoryUsage()), "area", "heap");
        text.sample(name, figure.applyAsLong(memory.getNonHeapMemoryUsage()), "area", "nonheap");
    }
}
