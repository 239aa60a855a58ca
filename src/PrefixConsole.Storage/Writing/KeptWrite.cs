namespace PrefixConsole.Storage.Writing;

/// <summary>A row on its way to the database: an <see cref="Model.IKeptRow"/> or a <see cref="Model.SettingRow"/>.</summary>
internal sealed class KeptWrite(object row)
{
    public object Row { get; } = row;

    /// <summary>Whether it lies in the spool file.</summary>
    public bool Spooled { get; set; }

    /// <summary>Completes when it is on a disk: in the database, or in the spool.</summary>
    public TaskCompletionSource Kept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
