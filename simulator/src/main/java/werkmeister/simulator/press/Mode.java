package werkmeister.simulator.press;

/**
 * What a press is doing, with the set points of its hydraulics.
 *
 * <p>System pressure in bar, flow in l/min, cycle time in s (0: no strokes), vibration in mm/s.
 */
enum Mode {
    OFF(0, 0, 0, 0.05),
    IDLE(62, 31, 0, 0.9),
    WARM_UP(95, 84, 15.5, 1.3),
    PRODUCT_A(212, 118, 12.4, 1.95),
    PRODUCT_B(168, 141, 9.6, 2.25),
    /** A die is tried out: seldom, harmless, unlike anything that is produced. */
    TRIAL(196, 88, 18.2, 1.7);

    final double pressure;
    final double flow;
    final double cycle;
    final double vibration;

    Mode(double pressure, double flow, double cycle, double vibration) {
        this.pressure = pressure;
        this.flow = flow;
        this.cycle = cycle;
        this.vibration = vibration;
    }
}
