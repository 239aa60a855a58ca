namespace PrefixConsole.Simulation.Engine;

public enum EngineRequestState
{
    /// <summary>Not submitted yet.</summary>
    New,
    Waiting,
    Running,
    Finished,
    Cancelled,

    /// <summary>Refused: it could never fit.</summary>
    Rejected,
}
