using System.Text.Json;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>The saved views of one browser. What the browser gives back is not relied on: what is no view is left out.</summary>
internal sealed class ViewBook
{
    /// <summary>Most views that are kept.</summary>
    public const int MaxViews = 50;

    /// <summary>Most characters of a name.</summary>
    public const int MaxName = 60;

    private const int MaxQuery = 4000;

    private readonly List<SavedView> _views = [];

    /// <summary>By name.</summary>
    public IReadOnlyList<SavedView> Views => _views;

    public static ViewBook Parse(string? json)
    {
        var book = new ViewBook();
        try
        {
            foreach (var view in JsonSerializer.Deserialize<List<SavedView?>>(json ?? "[]") ?? [])
            {
                if (view is { Name: { } name, Query: { Length: <= MaxQuery } query } && (query.Length == 0 || query[0] == '?') && book.Check(name) is null)
                {
                    book.Keep(name, query);
                }
            }
        }
        catch (JsonException)
        {
            // Written by something else: as if there were none.
        }

        return book;
    }

    public string ToJson() => JsonSerializer.Serialize(_views);

    /// <summary>What is wrong with a name; null when a view can be kept under it.</summary>
    public string? Check(string? name)
    {
        var trimmed = name?.Trim() ?? "";
        return trimmed.Length == 0 ? "Give it a name."
            : trimmed.Length > MaxName ? $"The name has {trimmed.Length} characters, of at most {MaxName}."
            : _views.Count >= MaxViews && !_views.Exists(v => v.Name == trimmed) ? $"There are {MaxViews} views, as many as are kept: delete one first."
            : null;
    }

    /// <summary>True when another of that name was replaced.</summary>
    public bool Keep(string name, string query)
    {
        var view = new SavedView(name.Trim(), query);
        var replaced = Remove(view.Name);
        _views.Add(view);
        _views.Sort((a, b) => StringComparer.OrdinalIgnoreCase.Compare(a.Name, b.Name));
        return replaced;
    }

    public bool Remove(string name) => _views.RemoveAll(v => v.Name == name) > 0;
}
