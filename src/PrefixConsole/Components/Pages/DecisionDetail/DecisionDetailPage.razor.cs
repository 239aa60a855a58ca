using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using PrefixConsole.Explaining;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Live;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>Explains one decision; follows it until its request is over.</summary>
public sealed partial class DecisionDetailPage : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly NewestRead _reading = new();
    private DecisionEntry? _entry;
    private DecisionView? _shown;
    private LiveRefresh? _refresh;
    private IDisposable? _subscription;
    private string _unrecorded = "";
    private bool _looking;
    private bool _fromStore;
    private string? _problem;

    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required DecisionLog Log { get; set; }

    [Inject]
    public required DecisionArchive Archive { get; set; }

    [Inject]
    public required StoreState Store { get; set; }

    [Inject]
    public required IOptions<StorageOptions> Options { get; set; }

    [Inject]
    public required StrategyStore Strategies { get; set; }

    [Inject]
    public required StrategyCatalog Catalog { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private string ApiPath => $"/api/decisions/{Uri.EscapeDataString(Id)}";

    private string Coverage => _entry is { } entry ? DecisionCoverage.Of(entry, Log.Capacity, _fromStore ? Options.Value : null, _unrecorded) : "";

    public void Dispose()
    {
        _reading.Dispose();
        Unfollow();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_entry?.Id == Id)
        {
            return;
        }

        // A look-up that is still under way is of another decision.
        var reading = _reading.Begin();
        Unfollow();
        _looking = false;
        (_fromStore, _problem) = (false, null);
        _entry = Log.Find(Id);
        if (_entry is null)
        {
            await LookUpAsync(Id, reading);
            if (reading.IsCancellationRequested)
            {
                return;
            }
        }

        _shown = _entry is null ? null : DecisionView.Of(_entry);
        _unrecorded = _shown is null ? "" : DecisionFlips.Unrecorded(_shown.Decision, Strategies, Catalog);
        if (_shown is { Outcome: null } && RendererInfo.IsInteractive)
        {
            _refresh = Session.Refresh(Time, s_interval, () => InvokeAsync(Update));
            _subscription = Log.Subscribe(_refresh.Signal);

            // It may have ended between the reading and the subscription.
            _refresh.Signal();
        }
    }

    /// <summary>It has left the memory, or was made before a restart.</summary>
    private async Task LookUpAsync(string id, CancellationToken reading)
    {
        (_looking, _shown) = (true, null);
        try
        {
            var stored = await Archive.FindAsync(id, reading);
            if (!reading.IsCancellationRequested)
            {
                (_entry, _fromStore) = (stored, stored is not null);
            }
        }
        catch (Exception error) when (error is StoreUnavailableException or InvalidDataException)
        {
            _problem = reading.IsCancellationRequested ? _problem : error.Message;
        }
        catch (OperationCanceledException)
        {
            // Another decision was asked for, or the page was left.
        }
        finally
        {
            _looking = _looking && reading.IsCancellationRequested;
        }
    }

    private string Stored() => Store.View is { Status: not StoreStatus.Off } view
        ? $"Stored at {view.Location}: {DecisionCoverage.Policy(Options.Value)}; this one is not among them."
        : "Nothing is stored: a restart forgets all of them.";

    private void Update()
    {
        if (_entry is not { } entry || _shown?.Differs(entry) != true)
        {
            return;
        }

        _shown = DecisionView.Of(entry);
        if (_shown.Outcome is not null)
        {
            Unfollow();
        }

        StateHasChanged();
    }

    private void Unfollow()
    {
        _subscription?.Dispose();
        _subscription = null;
        _refresh?.Dispose();
        _refresh = null;
    }
}
