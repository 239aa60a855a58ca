namespace PrefixConsole.Components.Layout;

/// <summary>What the operator chose for this browser; the script keeps it in local storage under these names in lower case.</summary>
internal enum Look
{
    /// <summary>As the system has it, also when that changes.</summary>
    System,
    Light,
    Dark,
}
