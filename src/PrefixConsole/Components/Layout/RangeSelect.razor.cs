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
    private const string WindowPrefix = "window:";

    // Accuracy knows all requests of some times without the store; the time it has without any is live.
    private static readonly (string Window, string Title)[] s_windows = [("1m", "last minute"), ("all", "since start")];

    private TimeRange _range = TimeRange.Live;
    private TimeFields? _fields;
    private bool _shown;
    private bool _custom;
    private bool _windows;
    private bool _open;
    private string? _window;
    private string _path = "";

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    private string Chosen => _custom || _fields is not null ? Custom : _window is { } window ? WindowPrefix + window : _range.Key;

    public void Dispose() => Navigation.LocationChanged -= OnMoved;

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnMoved;
        Read();
    }

    private void Read()
    {
        var query = Query();
        _path = Navigation.ToBaseRelativePath(Navigation.Uri);
        (_shown, _open, _windows) = (PageTimes.Follow(_path), PageTimes.AreOpen(_path), PageTimes.HaveWindows(_path));
        _range = TimeRange.Find(query.GetValueOrDefault("range"));
        // Only one that is used: the selector says what the page shows.
        _custom = _range.IsLive && Asked(query) is not null;
        var window = query.GetValueOrDefault("window").ToString();
        _window = _windows && _range.IsLive && !_custom && s_windows.Any(w => w.Window == window) ? window : null;
    }

    private Dictionary<string, StringValues> Query() => QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);

    private (DateTimeOffset From, DateTimeOffset To)? Asked(Dictionary<string, StringValues> query) =>
        TimeRange.Read(query.GetValueOrDefault("range"), query.GetValueOrDefault("from"), query.GetValueOrDefault("to"), Time.GetUtcNow(), _open);

    private void Choose(ChangeEventArgs change)
    {
        var key = change.Value as string;
        if (key == Custom)
        {
            Open();
            return;
        }

        _fields = null;
        if (key?.StartsWith(WindowPrefix, StringComparison.Ordinal) == true)
        {
            Go(null, null, null, key[WindowPrefix.Length..]);
            return;
        }

        Go(string.IsNullOrEmpty(key) ? null : key, null, null);
    }

    /// <summary>The fields start with the time that is shown; with the last hour when that is live.</summary>
    private void Open()
    {
        var now = Time.GetUtcNow();
        var (from, to) = Asked(Query()) ?? (now - TimeSpan.FromHours(1), now);
        _fields = TimeFields.Of(from == DateTimeOffset.MinValue ? null : from, to);
    }

    private void Apply()
    {
        var now = Time.GetUtcNow();
        if (_open && _fields?.CheckOpen(now) is { } open)
        {
            _fields = null;
            Go(null, open.From, open.To);
        }
        else if (!_open && _fields?.Check(now) is { } time)
        {
            _fields = null;
            Go(null, time.From, time.To);
        }
    }

    private void Go(string? range, string? from, string? to, string? window = null)
    {
        var query = new Dictionary<string, object?> { ["range"] = range, ["from"] = from, ["to"] = to, ["before"] = null };
        if (_windows)
        {
            query["window"] = window;
        }

        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(query));
    }

    private void OnMoved(object? sender, LocationChangedEventArgs moved) => _ = InvokeAsync(() =>
    {
        _fields = null;
        Read();
        StateHasChanged();
    });
}
