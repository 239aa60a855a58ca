using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Layout;

/// <summary>How far back the page looks: live, a range that ends now, or two moments.</summary>
public sealed partial class RangeSelect : IDisposable
{
    private const string Custom = "custom";

    private TimeRange _range = TimeRange.Live;
    private TimeFields? _fields;
    private bool _shown;
    private bool _custom;

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    private string Chosen => _custom || _fields is not null ? Custom : _range.Key;

    public void Dispose() => Navigation.LocationChanged -= OnMoved;

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnMoved;
        Read();
    }

    private void Read()
    {
        var query = Query();
        _shown = TimeRange.IsFor(Navigation.ToBaseRelativePath(Navigation.Uri));
        _range = TimeRange.Find(query.GetValueOrDefault("range"));
        // Only one that is used: the selector says what the page shows.
        _custom = _range.IsLive && Asked(query) is not null;
    }

    private Dictionary<string, StringValues> Query() => QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);

    private (DateTimeOffset From, DateTimeOffset To)? Asked(Dictionary<string, StringValues> query) =>
        TimeRange.Read(query.GetValueOrDefault("range"), query.GetValueOrDefault("from"), query.GetValueOrDefault("to"), Time.GetUtcNow());

    private void Choose(ChangeEventArgs change)
    {
        var key = change.Value as string;
        if (key == Custom)
        {
            Open();
            return;
        }

        _fields = null;
        Go(string.IsNullOrEmpty(key) ? null : key, null, null);
    }

    /// <summary>The fields start with the time that is shown; with the last hour when that is live.</summary>
    private void Open()
    {
        var now = Time.GetUtcNow();
        var (from, to) = Asked(Query()) ?? (now - TimeSpan.FromHours(1), now);
        _fields = TimeFields.Of(from, to);
    }

    private void Apply()
    {
        if (_fields?.Check(Time.GetUtcNow()) is { } time)
        {
            _fields = null;
            Go(null, time.From, time.To);
        }
    }

    private void Go(string? range, string? from, string? to) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["range"] = range,
        ["from"] = from,
        ["to"] = to,
        ["before"] = null,
    }));

    private void OnMoved(object? sender, LocationChangedEventArgs moved) => _ = InvokeAsync(() =>
    {
        _fields = null;
        Read();
        StateHasChanged();
    });
}
