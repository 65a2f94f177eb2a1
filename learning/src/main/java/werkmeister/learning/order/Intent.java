package werkmeister.learning.order;

/** What a person wants to know; how it is found out is not his concern. */
public enum Intent {
    /** Early warning: is something unusual going on? */
    WATCH,
    /** Remaining useful life: how long will it go on? */
    LIFE,
    /** Which kind of fault, which quality? */
    CLASSIFY,
    /** What comes next? */
    FORECAST
}
