package pakit.cli;

import java.util.List;
import pakit.jobs.Job;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "jobs",
        description = "Models that are trained again on what the node learned, and brought live by themselves.",
        subcommands = {JobsCommand.All.class, JobsCommand.Show.class, JobsCommand.Run.class, JobsCommand.Cancel.class},
        footer = {"", "Examples:", "  pakit jobs list", "  pakit jobs run compression_predictor"})
final class JobsCommand extends VerbGroup {
    /// One line of a job's state.
    private static String line(Job job) {
        String version = job.version() == null ? "" : " v" + job.version();
        return "%s  %s%s is %s"
                .formatted(job.id(), job.model(), version, job.state().label());
    }

    @Command(
            name = "list",
            description = "Lists jobs, newest first.",
            footer = {"", "Examples:", "  pakit jobs list"})
    static final class All extends Verb {
        @Override
        public Integer call() {
            try (NodeOperations node = openStore()) {
                List<Job> jobs = node.jobs().list();
                print(new Results.Jobs(jobs), () -> {
                    Table table = new Table("ID", "MODEL", "VERSION", "STATE", "WHY");
                    jobs.forEach(job -> table.row(
                            job.id(),
                            job.model(),
                            job.version() == null ? "" : job.version(),
                            job.state().label(),
                            job.reason()));
                    print(table);
                });
            }
            return ExitCode.DONE.status();
        }
    }

    /// A verb on one job.
    abstract static class OneJob extends Verb {
        @Parameters(paramLabel = "ID", description = "A job, as 'jobs list' names it.")
        private String id = "";

        final String id() {
            return id;
        }
    }

    @Command(
            name = "show",
            description = "Tells what a job did and why, step by step.",
            footer = {"", "Examples:", "  pakit jobs show 20261123-101500-000"})
    static final class Show extends OneJob {
        @Override
        public Integer call() {
            try (NodeOperations node = openStore()) {
                Job job = node.jobs().show(id());
                print(job, () -> {
                    say(line(job));
                    job.history().forEach(entry -> say("  " + entry.at() + "  " + entry.what()));
                });
            }
            return ExitCode.DONE.status();
        }
    }

    @Command(
            name = "run",
            description = "Has a model trained again by the node that serves the home, or when one does.",
            footer = {"", "Examples:", "  pakit jobs run compression_predictor --reason 'new kinds of files'"})
    static final class Run extends Verb {
        @Parameters(paramLabel = "MODEL", description = "One that 'retraining.models' names.")
        private String model = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the job.")
        private String reason = "";

        @Override
        public Integer call() {
            try (NodeOperations node = openStore()) {
                Job job = node.jobs().run(model, reason);
                print(job, () -> say(line(job)));
            }
            return ExitCode.DONE.status();
        }
    }

    @Command(
            name = "cancel",
            description = "Ends a job, whatever it is doing.",
            footer = {"", "Examples:", "  pakit jobs cancel 20261123-101500-000"})
    static final class Cancel extends OneJob {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the job.")
        private String reason = "";

        @Override
        public Integer call() {
            try (NodeOperations node = open()) {
                Job job = node.jobs().cancel(id(), reason);
                print(job, () -> say(line(job)));
            }
            return ExitCode.DONE.status();
        }
    }
}
