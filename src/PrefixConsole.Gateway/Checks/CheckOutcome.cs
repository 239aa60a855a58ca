namespace PrefixConsole.Gateway.Checks;

/// <summary>How one question of a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>As it should be.</summary>
    Well,

    /// <summary>It will work, with less than there could be, or not all of it can be told yet.</summary>
    Notice,

    /// <summary>It will not work like this.</summary>
    Failed,

    /// <summary>Not asked: nothing was typed for it, or an earlier question failed.</summary>
    NotAsked,
}
