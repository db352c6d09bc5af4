/** What each section adds. */
export const sectionStyle: string = `
.who{display:flex;flex-wrap:wrap;gap:2px 18px;color:var(--ink2);font-size:13px;margin-bottom:18px}
.who b{color:var(--ink)}
#overview{padding-top:40px}
h1{font-size:clamp(26px,3.1vw,40px);line-height:1.1;font-weight:660;letter-spacing:-.028em;max-width:24ch;text-wrap:balance}
.sub{font-size:clamp(16px,1.35vw,19px);line-height:1.42;color:var(--ink2);max-width:64ch;margin:12px 0 0;letter-spacing:-.006em;text-wrap:pretty}
.sub b{color:var(--ink)}
.hero,.ov,.cols{display:grid;grid-template-columns:minmax(0,7fr) minmax(0,5fr);gap:28px 56px}
.ov{margin-top:38px}
.nr{align-self:end;font-size:13px;border-left:8px solid transparent;border-image:repeating-linear-gradient(45deg,var(--hatch) 0 1.1px,transparent 1.1px 4.5px) 8;padding-left:14px}
.nr h2{font-size:14px;font-weight:640;margin:0 0 4px}
.nr ul{columns:2;column-gap:26px}
.nr li{display:flex;justify-content:space-between;gap:12px;break-inside:avoid}
.nr li span{color:var(--ink2);text-align:right}
.nr p{margin-top:6px;color:var(--ink2)}
.first li{display:grid;grid-template-columns:92px minmax(0,1fr);gap:0 8px;padding:8px 0;border-top:1px solid var(--line)}
.first a,.do a{text-decoration:none;font-weight:600}
.first a:hover,.do a:hover{text-decoration:underline}
.first p{font-size:13px;color:var(--ink2);display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.do li{display:grid;grid-template-columns:22px minmax(0,1fr) auto;gap:0 8px;padding:9px 0;border-top:1px solid var(--line);font-size:13px}
.do a{font-size:14px;display:block}
.do .n{margin-top:2px}
.one{grid-template-columns:minmax(0,1fr)}
.one .first{columns:2;column-gap:56px}
.one .first li{break-inside:avoid}
.more-link{margin-top:8px;font-size:13px;color:var(--ink2)}
.led{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:28px;margin-top:38px;border-top:1px solid var(--line);padding-top:18px}
.led .h3{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 8px}
.led .h3 a{text-decoration:none}
.led .h3 span{font-weight:400;color:var(--ink2)}
.led ul{font-size:13px;margin-top:8px;display:grid;grid-template-columns:1fr 1fr;gap:1px 12px}
.led li b{display:inline-block;min-width:20px;text-align:right;margin-right:3px}
.led li.long{grid-column:1/-1}
.bar{display:block;width:100%;height:12px}
.bar .f,.bar .f1{fill:var(--red)}
.bar .f2{fill:var(--red3)}
.bar .f3{fill:var(--red2)}
.bar .f4{fill:var(--red1);stroke:var(--red3);stroke-width:.6}
.bar .u{fill:url(#hatch);stroke:var(--hatch)}
.bar .o{fill:none;stroke:var(--line2)}
.bar .g{fill:var(--line2)}
.bar .t{fill:var(--raise);stroke:var(--ink2);stroke-dasharray:2 2}
.hp{stroke:var(--hatch);stroke-width:2}

.reach td{padding:3px;text-align:center;width:14%}
.reach thead th{text-align:center;padding:0 3px 6px;line-height:1.25}
.reach tbody th{min-width:148px;padding:8px 12px 8px 0;font-weight:500;line-height:1.3}
.reach tbody th small{display:block;color:var(--ink2);font-weight:400;font-size:12px}
.reach tbody tr{border-top:0}
.reach td>*{display:flex;align-items:center;justify-content:center;height:40px;border-radius:3px;text-decoration:none;font-size:17px;font-weight:620}
.s1,.s2{background:var(--red);color:var(--onred)}
.s3{background:var(--red3);color:var(--on3)}
.s4{background:var(--red2);color:var(--on2)}
.s5{background:var(--red1);color:var(--on1)}
.su{color:var(--ink2);border:1px dashed var(--hatch);font-weight:500}
.reach .s0{color:var(--ink2);border:1px solid var(--line);font-weight:400;font-size:13px}
.key{display:flex;flex-wrap:wrap;gap:4px 16px;color:var(--ink2);font-size:12px;margin-top:10px}
.key span{display:inline-flex;gap:6px;align-items:center}
.key i{width:14px;height:14px;border-radius:2px;display:inline-block}

.heat{display:grid;grid-template-columns:1fr 1fr;gap:18px 56px;margin-bottom:22px;align-items:start}
.heat td{padding:2px;width:21%}
.heat th{padding:6px 8px 6px 0}
.heat tbody th{font-weight:500;white-space:nowrap}
.heat tbody tr{border:0}
.heat td>*{display:flex;align-items:center;justify-content:center;gap:8px;min-height:30px;border-radius:3px;text-decoration:none;font-weight:620}
.heat td small{font-weight:500;font-size:12px}
.h0{color:var(--ink2);border:1px solid var(--line);font-weight:500!important}
.hn{color:var(--line2)}
.h1{background:var(--red1);color:var(--on1)}
.h2c{background:var(--red2);color:var(--on2)}
.h3x{background:var(--red3);color:var(--on3)}
.h4{background:var(--red);color:var(--onred)}
.heat a:hover{outline:2px solid var(--ink)}
.heat a[aria-current]{outline:2px solid var(--blue);outline-offset:1px}

.tg h3{margin:18px 0 0;padding-bottom:4px;font-size:13px}
.js .tg.none{display:none}
.t,.o{border-top:1px solid var(--line)}
.t>summary{display:grid;grid-template-columns:14px 84px minmax(0,5fr) minmax(0,5fr) 120px;gap:0 10px;padding:5px 0;align-items:baseline;font-size:13px}
.t h4{font-size:13px;font-weight:500}
.t>summary>.q2{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.t[open]>summary>.q2{white-space:normal}
.t>summary:hover,.o>summary:hover{background:var(--raise)}
.t>summary::before,.o>summary::before{align-self:start;margin-top:6px}
.t .in{padding:2px 0 18px 108px;max-width:1100px;font-size:13px;color:var(--ink2)}
.t .in b,.t .in dd{color:var(--ink)}
.t .ins{margin:8px 0}
.t .ins>li{padding:3px 0}
.t .ev{padding-left:21px}
.t .ev code{color:var(--ink)}
.t .ev .loc{color:var(--ink2);margin-left:8px}
:is(.t,.o,.g,.fi):target{background:var(--blue1)}

.strip{display:grid;grid-template-columns:320px 1fr;gap:6px 20px;align-items:center;margin-bottom:8px}
.strips{margin-bottom:20px}
.strip h3{margin:0;font-weight:500;display:flex;justify-content:space-between;gap:10px}
.strip small{color:var(--ink2);font-weight:400;font-size:13px;white-space:nowrap}
.sqs{display:flex;flex-wrap:wrap}
.sqs a{padding:3px;line-height:0;border-radius:3px;text-decoration:none}
.sqs a::before{width:20px;height:20px;margin:0}
.sqs a:hover{outline:2px solid var(--ink)}
.gl{columns:2;column-gap:56px;font-size:13px}
.gl .g{break-inside:avoid;display:grid;grid-template-columns:60px minmax(0,1fr);padding:5px 0;border-top:1px solid var(--line)}
.gl .g>.m{color:var(--ink2)}
.gl p{color:var(--ink2)}

.o>summary{display:grid;grid-template-columns:14px 92px minmax(0,5fr) minmax(0,6fr) 44px;gap:0 10px;padding:8px 0;align-items:baseline}
.o h3{margin:0;font-weight:600}
.o .w{color:var(--ink2);font-size:13px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.o[open] .w{white-space:normal}
.o .k{text-align:right;color:var(--ink2);font-size:13px}
.o .in{padding:2px 0 20px 24px;display:grid;gap:18px;grid-template-columns:minmax(0,1fr);content-visibility:auto}
.fi{display:grid;grid-template-columns:92px minmax(0,1fr) auto;gap:0 10px;align-items:baseline}
.fi h4{font-size:13.5px;font-weight:600}
.fi .ref{color:var(--ink2);font-size:12.5px;text-align:right}
.fi>div{grid-column:2/-1;min-width:0}
.fi p{font-size:13px;color:var(--ink2);max-width:96ch}
.fi p code:not(.loc){color:var(--ink)}
.fi .two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:14px;margin-top:8px;align-items:start}
.code{min-width:0}
.code figcaption{font-size:12px;color:var(--ink2);margin-bottom:3px}
.cols{align-items:start}
.cov code{white-space:normal}
.cov tbody th{font-weight:500}
.ask li{padding:4px 0;border-top:1px solid var(--line);font-size:13px}
.ask+p{margin-top:8px;font-size:13px}

.plan>li{display:grid;grid-template-columns:22px minmax(0,6fr) minmax(0,5fr) 150px;gap:0 24px;padding:14px 0 20px;border-top:1px solid var(--line)}
.plan>li>.n{margin-top:2px}
.plan>li:target{background:var(--blue1)}
.plan h3{margin:0 0 4px}
.plan .code{margin-bottom:8px}
.plan figcaption{font-family:var(--mono)}
.plan dl.kv{margin-top:0}
.fall{font-size:12.5px;color:var(--ink2);text-align:right}
.fall b{color:var(--ink)}
.fall .bar{height:10px;margin:4px 0 6px}
.bar .t0{fill:var(--line)}
.cx a,.cx b{color:var(--blue)}

.paths{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:34px 56px}
.path h3{font-size:15px;margin:0 0 2px}
.path h3 small{font-weight:400;color:var(--ink2);font-size:13px}
.path>p{color:var(--ink2);font-size:13px;margin:0 0 10px}
.path:target h3{background:var(--blue1)}
.st{position:relative;display:grid;grid-template-columns:24px minmax(0,1fr);gap:0 8px;padding:0 0 12px}
.st:not(:last-child)::before{content:"";position:absolute;left:8px;top:14px;bottom:-4px;border-left:2px solid var(--red)}
.st>.n{position:relative;z-index:1;margin-top:2px;justify-self:start}
.st h4{display:flex;justify-content:space-between;gap:12px;font-size:14px;font-weight:600}
.st h4 span{font-weight:400;color:var(--ink2);font-size:12.5px;text-align:right}
.st p,.st .all{color:var(--ink2);font-size:13px}
.st .all{border-left:2px solid var(--line2);padding-left:9px;margin:2px 0}
.und .n.p,.st.q .n.p{background:var(--paper);color:var(--red);border:1.5px dashed var(--red)}
.und .st::before{border-left-style:dotted}
.scroll{overflow-x:auto;margin:0 -24px;padding:0 24px 4px}
.pic{display:block;width:100%;min-width:1180px;height:auto;font-size:11px}
.pic.k{display:inline-block;min-width:0;width:auto;flex:none}
.pic text{fill:var(--ink)}
.pic .cT{font-weight:650;font-size:12.5px}
.pic .cS{fill:var(--ink2);font-size:10.5px}
.pic .b{stroke:var(--ink2);stroke-width:1;fill:none}
.pic .b2{stroke:var(--line);fill:none}
.pic .sl{fill:var(--line)}
.pic rect{rx:2px}
.pic .zn>rect{rx:3px;fill:var(--zone);stroke:var(--line)}
.pic .gh>rect{stroke-dasharray:3 3;stroke:var(--hatch)}
.pic .zt{font-weight:620;font-size:11.4px}
.pic .zf{font-size:10px;text-anchor:end;fill:var(--ink2)}
.pic .zf.bad{fill:var(--red)}
.pic .ch rect{fill:var(--paper);stroke:var(--line)}
.pic .go rect{fill:var(--raise);stroke:var(--ink)}
.pic .ch a:hover rect,.pic .ch a:focus-visible rect{stroke:var(--blue);stroke-width:1.6}
.pic a:focus-visible{outline:2px solid var(--blue)}
.pic a{text-decoration:none}
.pic .mo{fill:var(--ink2)}
.pic .tb{stroke:var(--ink);stroke-width:3}
.pic .cr{fill:var(--ink)}
.pic .tr{fill:var(--red)}
.pic .tm{fill:var(--red);text-anchor:end;font-weight:620;font-size:10.5px}
.pic .um{fill:var(--ink2);text-anchor:end;font-size:10.5px}
.pic .fl path{fill:none;stroke:var(--ink);stroke-width:1.3}
.pic .fl .hd{fill:var(--ink)}
.pic .fl.a-no .hd{fill:var(--paper)}
.pic .e-plain path{stroke:var(--red);stroke-dasharray:5 3}
.pic .e-plain .hd{stroke-dasharray:none;fill:var(--red)}
.pic .e-unk path{stroke-dasharray:1.5 3.5}
.pic .e-unk .hd{stroke-dasharray:none}
.pic .fl circle{fill:var(--ink)}
.pic .e-plain circle{fill:var(--red)}
.pic .lb,.pic .q{paint-order:stroke;stroke:var(--paper);stroke-width:5px}
.pic .fb{font-weight:620}
.pic .lb .th{fill:var(--red);font-size:10.5px;font-weight:600}
.pic .q{fill:var(--ink2);text-anchor:middle;font-weight:700}
.pic .k-yes{fill:var(--ink)}
.pic .k-no{fill:var(--paper);stroke:var(--red);stroke-width:1.6}
.pic .pp,.say{display:none}
.pic .pp .l{fill:none;stroke:var(--red);stroke-width:2.2;stroke-linejoin:round}
.pic .pp .on{fill:none;stroke:var(--red);stroke-width:1.8}
.pic .pp .s0{fill:var(--paper);stroke:var(--red);stroke-width:2.2}
.pic .pp .pl{fill:var(--red);stroke:var(--paper);stroke-width:1.5;rx:7.5px}
.pic .pp .pn{fill:var(--onred);font-weight:700;font-size:10.5px;text-anchor:middle}
.pic .und .l{stroke-dasharray:2 4}
.pick{display:flex;flex-wrap:wrap;gap:6px;margin:0 0 12px;position:relative}
.pick legend{float:left;color:var(--ink2);padding:3px 4px 0 0;font-size:13px}
.pick input{position:absolute;opacity:0}
.pick input:checked+label{border-color:var(--red);background:var(--red1);color:var(--ink)}
.say{font-size:13px;margin:0 0 12px;gap:4px 14px;flex-wrap:wrap}
.say li{display:flex;gap:6px;align-items:center;overflow-wrap:anywhere}
.n.p0{border:2px solid var(--red);background:var(--paper);min-width:12px;width:12px;height:12px;padding:0}
.cap{display:flex;flex-wrap:wrap;gap:4px 20px;color:var(--ink2);font-size:12px;margin:10px 0 0}
.cap span{display:inline-flex;gap:7px;align-items:center}
.tall{display:none}
.tall li{border:1px solid var(--line);border-bottom:6px double var(--ink2);border-radius:3px;padding:6px 10px;background:var(--zone);font-size:13px;margin-bottom:6px;overflow-wrap:anywhere}
.tall li>.r{float:right;font-weight:620}
`;
