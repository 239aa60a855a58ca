using System.Globalization;
using System.Text;

namespace PrefixConsole.Simulation.Workload;

/// <summary>Made-up user messages, documents and tool results.</summary>
internal sealed class DemoText(Random random)
{
    private static readonly string[] s_asks =
    [
        "Could you explain", "Please summarise", "What should I know about", "Give me three ideas for", "Compare the options for",
        "Help me plan", "I have a problem with", "What is the quickest way to handle", "Write a short note about", "Why do people worry about",
    ];

    private static readonly string[] s_things =
    [
        "a delayed trip to the coast", "the lemon pie from last week", "a loop that never ends", "the quarterly figures", "a noisy washing machine",
        "my first vegetable bed", "the lost library card", "a birthday for twelve children", "the new timetable", "a leaking kitchen tap",
        "an essay on tides", "the broken search page", "a bicycle for hills", "the contract with the printer", "a walk through the old town",
    ];

    private static readonly string[] s_limits =
    [
        "in plain words", "for a beginner", "with two examples", "before tomorrow morning", "without extra cost", "as a short list",
        "and say what you are unsure of", "with the reasons", "as if I were ten years old", "and keep it under a page",
    ];

    private static readonly string[] s_subjects =
        ["The committee", "A visitor", "Our neighbour", "The night shift", "The second report", "An old map", "The ferry", "Each branch", "The archive", "A student"];

    private static readonly string[] s_actions =
        ["compared", "repaired", "described", "ordered", "counted", "moved", "questioned", "recorded", "forgot", "measured"];

    private static readonly string[] s_objects =
        ["the wooden boxes", "every receipt", "the garden wall", "two of the engines", "the weather notes", "a list of names", "the spare keys", "the tall windows", "several letters", "the blue folders"];

    private static readonly string[] s_times =
        ["in early spring", "after the meeting", "on the third day", "during the storm", "before the inspection", "near the station", "without much help", "at the end of the year"];

    public string Topic() => One(s_things);

    public string Question()
    {
        var text = new StringBuilder();
        text.Append(One(s_asks)).Append(' ').Append(One(s_things)).Append(' ').Append(One(s_limits)).Append("? ");
        AddSentences(text, random.Next(0, 5));
        return text.ToString().TrimEnd();
    }

    public string Task()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Task {random.Next(1000, 10000)}: find out about {One(s_things)} and report {One(s_limits)}. ");
        AddSentences(text, random.Next(2, 8));
        return text.ToString().TrimEnd();
    }

    public string ToolResult()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Result of {random.Next(3, 40)} records. ");
        AddSentences(text, random.Next(8, 40));
        return text.ToString().TrimEnd();
    }

    /// <summary>A document of some 100 to 1,500 tokens; its number at the start keeps it from sharing a prefix with another.</summary>
    public string Document()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Document {random.Next(100_000, 1_000_000)}. ");
        AddSentences(text, random.Next(8, 110));
        return text.Append(One(s_asks)).Append(" this document ").Append(One(s_limits)).Append('?').ToString();
    }

    private void AddSentences(StringBuilder text, int count)
    {
        for (var i = 0; i < count; i++)
        {
            text.Append(One(s_subjects)).Append(' ').Append(One(s_actions)).Append(' ').Append(One(s_objects)).Append(' ').Append(One(s_times)).Append(". ");
        }
    }

    private string One(string[] choices) => choices[random.Next(choices.Length)];
}
