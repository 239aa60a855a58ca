namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>How far what a cell was made from could be relied on.</summary>
internal enum InputState
{
    /// <summary>Fresh enough to count.</summary>
    Fresh,

    /// <summary>It counted, or was asked, although newer news was outstanding.</summary>
    Stale,

    /// <summary>There was none.</summary>
    Missing,
}
