package werkmeister.simulator.press;

import werkmeister.plant.machine.MachineId;
import werkmeister.units.TimeSpan;

/**
 * A harmless event: a die is tried out on the press. Whoever reports it has raised a false alarm.
 */
public record PlantedTrial(MachineId machine, TimeSpan span) {}
