using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Components;

/// <summary>Pages over a database, at <see cref="DecisionSamples.At"/> and a minute after it.</summary>
public abstract class StoredPageContext : PageContext
{
    /// <summary>Reads of a real file, on machines that are busy: bUnit's one second is for renders.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected StoredPageContext()
        : this(new SlowDatabase())
    {
    }

    private StoredPageContext(SlowDatabase database)
        : base(database.Connection)
    {
        Database = database;
        Time.Advance(TimeSpan.FromMinutes(1));
    }

    internal SlowDatabase Database { get; }

    protected static DecisionEntry Entry(RoutingDecision decision, DecisionOutcome? outcome = null) =>
        DecisionEntry.Restore(0, decision, null, null, outcome ?? DecisionSamples.Done());

    protected void Add(params SampleRow[] samples)
    {
        using var db = Database.Connection.Open();
        db.Samples.AddRange(samples);
        db.SaveChanges();
    }

    protected override void Dispose(bool disposing)
    {
        Database.LetGo();
        base.Dispose(disposing);
        Database.Dispose();
    }
}
