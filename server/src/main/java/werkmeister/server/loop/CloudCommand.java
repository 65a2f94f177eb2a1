package werkmeister.server.loop;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Resources;
import werkmeister.factory.run.Run;
import werkmeister.learning.control.LearningCommand;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.machine.MachineId;
import werkmeister.server.auth.AccessCommand;
import werkmeister.serving.control.ServingCommand;
import werkmeister.serving.release.Judgement;
import werkmeister.units.CpuTime;
import werkmeister.units.TenantId;

import java.util.List;
import java.util.Optional;

/**
 * What can be asked of the cloud: a command of one room, or one of the translations between the two
 * halves.
 */
public sealed interface CloudCommand {
    record ToPlant(PlantCommand command) implements CloudCommand {}

    record ToLearning(LearningCommand command) implements CloudCommand {}

    record ToServing(ServingCommand command) implements CloudCommand {}

    record ToFactory(FactoryCommand command) implements CloudCommand {}

    /**
     * Whatever the scheduler wants, one decision after the other, until there is none or so many
     * were made.
     */
    record Dispatch(String nonce, int most) implements CloudCommand {}

    record ToAccess(AccessCommand command) implements CloudCommand {}

    /** Training order to job: places the order and submits the job that fulfils it. */
    record Train(LearningCommand.PlaceOrder order, Resources resources) implements CloudCommand {}

    /** Training orders to one array job: all of them, or none. */
    record TrainArray(List<Train> each) implements CloudCommand {
        public TrainArray {
            each = List.copyOf(each);
        }
    }

    /** Orders of machines that share a training to the one job that fulfils them all. */
    record TrainShared(LearningCommand.PlaceShared orders, Resources resources)
            implements CloudCommand {}

    /** An order that another machine's version fulfils at once, without a job. */
    record TakeOver(LearningCommand.TakeOver order) implements CloudCommand {}

    /**
     * A run has ended: its usage is charged, and a successful training run becomes a model version
     * with the gate's report, or one of each machine that shares it.
     */
    record EndRun(
            TenantId tenant,
            Run run,
            Outcome outcome,
            CpuTime cpuTime,
            Optional<TrainingResult> result)
            implements CloudCommand {}

    /**
     * What a training run published. The report's version is not known before the version has its
     * number.
     */
    record TrainingResult(LearningCommand.PublishVersion version, Judgement report) {}

    /** Removes a machine from every book; its files are erased next. */
    record RemoveMachine(TenantId tenant, MachineId machine) implements CloudCommand {}

    /** Removes a tenant with all it has from every book; its files are erased next. */
    record RemoveTenant(TenantId tenant) implements CloudCommand {}

    /** Brings everything of an exported tenant back into every book; it must be empty. */
    record RestoreTenant(
            TenantId tenant,
            PlantCommand.RestoreMachines machines,
            LearningCommand.RestoreVersions versions,
            ServingCommand.RestoreServing serving)
            implements CloudCommand {}
}
