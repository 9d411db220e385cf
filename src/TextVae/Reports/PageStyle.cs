namespace TextVae.Reports;

/// <summary>The style of the page: one column that fits a phone, charts beside each other where there is room, light or dark.</summary>
internal static class PageStyle
{
    public static string Css { get; } =
        $$$"""
        :root{color-scheme:light dark;--ground:#fff;--text:#1b1f24;--soft:#57606a;--rule:#d0d7de;--panel:#f6f8fa;--link:#0550ae;--serious:#b3261e;--warning:#7d5200;--notice:#0a6640;{{{Colours(Palette.Light)}}}}
        @media (prefers-color-scheme:dark){:root{--ground:#0f1318;--text:#e6eaef;--soft:#a3adb8;--rule:#39424d;--panel:#191f27;--link:#7cb7ff;--serious:#ff8f87;--warning:#f0c24b;--notice:#5fd6a4;{{{Colours(Palette.Dark)}}}}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1rem;max-width:78rem;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
        h1{font-size:1.6rem;margin:.2rem 0 .6rem}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;padding-top:.8rem;border-top:1px solid var(--rule)}h3{font-size:1.05rem;margin:1.4rem 0 .4rem}
        h1,h2,h3,td,th,p,li,dd{overflow-wrap:anywhere}
        p{max-width:46rem}.soft,caption,figcaption{color:var(--soft)}a{color:var(--link)}
        nav ul,.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:.4rem 0}
        .key{display:inline-block;width:1.7em;height:.43em;margin-right:.4em;vertical-align:middle}.key.dot{width:.6em;height:.6em}.key .point{opacity:1}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem}
        figure{margin:0;padding:.6rem;background:var(--panel);border-radius:6px;max-width:28rem}figcaption{font-size:.9rem;color:var(--text)}
        svg{display:block;width:100%;height:auto}svg text{font:13px system-ui,sans-serif;fill:var(--text)}svg .unit{fill:var(--soft)}
        .grid{stroke:var(--rule)}.line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}circle,rect,.point{fill:currentColor}.nothing{color:var(--soft)}.point{opacity:.6}.d1{stroke-dasharray:6 3}.d2{stroke-dasharray:2 3}.d3{stroke-dasharray:9 3 2 3}.d4{stroke-dasharray:1 5}
        {{{string.Concat(Enumerable.Range(0, Palette.Count).Select(i => $".c{i}{{color:var(--c{i})}}"))}}}
        .scroll{overflow-x:auto;margin:.6rem 0;background:linear-gradient(to left,var(--ground) 50%,transparent) right/2rem 100% no-repeat local,linear-gradient(to left,var(--rule),transparent) right/.9rem 100% no-repeat scroll}table{border-collapse:collapse;font-size:.92rem}caption{text-align:left;padding:.2rem 0}caption span{display:inline-block;max-width:min(46rem,calc(100vw - 2rem))}
        th,td{padding:.25rem .8rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}thead th{white-space:nowrap}tbody th{font-weight:500}
        .numbers td{font-variant-numeric:tabular-nums;text-align:right;white-space:nowrap}.numbers th{white-space:nowrap;overflow-wrap:normal}.numbers tr>th:first-child{position:sticky;left:0;background:var(--ground)}.numbers thead th:not(:first-child){text-align:right}
        .finding{max-width:49rem;border-left:4px solid currentColor;background:var(--panel);padding:.4rem .9rem;margin:.6rem 0;border-radius:0 6px 6px 0}.finding p{color:var(--text);margin:.2rem 0}.finding h3,.finding h4{margin:.1rem 0;font-size:1rem}
        .serious{color:var(--serious)}.warning{color:var(--warning)}.notice{color:var(--notice)}
        pre,code{font-family:ui-monospace,monospace;font-size:.88rem}pre{overflow-x:auto;background:var(--panel);padding:.7rem;border-radius:6px}summary{cursor:pointer;color:var(--link)}
        ol,.texts{padding-left:1.4rem}ol li{margin:.25rem 0}
        """;

    private static string Colours(IReadOnlyList<string> colours) =>
        string.Concat(colours.Index().Select(colour => $"--c{colour.Index}:{colour.Item};"));
}
