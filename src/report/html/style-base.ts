/** Colours, type and what every section uses. Red is the attacker, blue is the reader, hatching is what nobody looked at. */
export const baseStyle: string = `
:root{color-scheme:light dark;--paper:light-dark(#fff,#0f151a);--raise:light-dark(#f4f6f7,#161e24);--zone:light-dark(#f3f6f8,#141c22);--line:light-dark(#dbe1e5,#28333b);--line2:light-dark(#a9b6bf,#4a5963);--ink:light-dark(#14202a,#e6ecf0);--ink2:light-dark(#51616e,#a2b1bc);--red:light-dark(#bd2a06,#ff8a6b);--red1:light-dark(#fcebe5,#351c15);--red2:light-dark(#f6cdbf,#5a2a1d);--red3:light-dark(#e8926f,#8a3e27);--onred:light-dark(#fff,#1b0d08);--on1:light-dark(#8a2000,#ffc0ac);--on2:light-dark(#5e1500,#ffd9cc);--on3:light-dark(#2a0d02,#fff);--blue:light-dark(#0b5cad,#82bfff);--blue1:light-dark(#e7f0fa,#12283d);--hatch:light-dark(#7f8e99,#6d7d88);--mono:ui-monospace,"SF Mono","Cascadia Mono","JetBrains Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
:root:has(#th-l:checked){color-scheme:light}
:root:has(#th-d:checked){color-scheme:dark}
*{box-sizing:border-box}
html{scroll-padding-top:64px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.5 Inter,"SF Pro Text","Segoe UI",system-ui,Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure,fieldset,pre,table,article{margin:0;padding:0;border:0}
ul,ol{list-style:none}
a{color:inherit;text-decoration-color:var(--line2);text-underline-offset:3px;text-decoration-thickness:1px}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px;border-radius:2px}
code,pre{font-family:var(--mono);font-size:12.2px;font-feature-settings:"liga" 0,"calt" 0}
code,h3,h4,.h3,.cov th,.cov td,.kv dd,.ev li{overflow-wrap:anywhere}
.h3{overflow-wrap:normal}
b,th{font-weight:600}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:8px;background:var(--paper);padding:6px 10px;z-index:9}
.wrap{max-width:1440px;margin:0 auto;padding:0 24px}
.q2,.loc,.lead,.why{color:var(--ink2)}
.q2{font-weight:400}
.r{color:var(--red)}
b.bl{color:var(--blue)!important}
[hidden]{display:none!important}
.js-only,.print{display:none}
.js .js-only{display:revert}

.top{border-bottom:1px solid var(--line);background:var(--paper);position:sticky;top:0;z-index:5}
.top .wrap{display:flex;align-items:center;gap:20px;height:48px}
.brand{display:flex;align-items:center;gap:8px;text-decoration:none;font-weight:650;letter-spacing:-.01em;font-size:15px}
.brand .lg{fill:none;stroke:var(--ink);stroke-width:1.6}
.top nav{display:flex;gap:2px;margin-left:auto;overflow-x:auto;scrollbar-width:none;height:100%}
.top nav a{display:flex;align-items:center;gap:5px;padding:0 9px;text-decoration:none;color:var(--ink2);white-space:nowrap;border-bottom:2px solid transparent;border-top:2px solid transparent}
.top nav a:focus-visible{outline-offset:-2px}
.top nav a:hover,.top nav a[aria-current]{color:var(--ink);border-bottom-color:var(--ink)}
.top nav i{font-style:normal;font-size:12px;color:var(--ink2)}
.theme{display:flex;border:1px solid var(--line);border-radius:4px;overflow:hidden;flex:none;position:relative}
.theme input{position:absolute;opacity:0}
.theme label{padding:2px 8px;font-size:12px;color:var(--ink2);cursor:pointer}
.theme input:checked+label{background:var(--raise);color:var(--ink)}
.theme input:focus-visible+label{outline:2px solid var(--blue);outline-offset:-2px}

section{padding:44px 0 0}
section>h2{font-size:21px;line-height:1.25;font-weight:640;letter-spacing:-.015em;margin:0 0 4px}
section>.lead{max-width:84ch;margin:0 0 18px;text-wrap:pretty}
h3,.h3{font-size:14px;font-weight:640;line-height:1.5;margin:0 0 8px}
h3 .q2,.h3 .q2{margin-left:6px}

table{border-collapse:collapse;width:100%;font-size:13px}
caption{text-align:left;font-weight:640;font-size:14px;padding-bottom:8px}
caption span{font-weight:400;color:var(--ink2);margin-left:6px}
th{text-align:left}
thead th{color:var(--ink2);font-weight:500;font-size:12px;vertical-align:bottom}
td,th{padding:5px 12px 5px 0;vertical-align:top}
tbody tr{border-top:1px solid var(--line)}

.n{display:inline-flex;align-items:center;justify-content:center;min-width:18px;height:18px;border-radius:9px;font-size:11px;font-weight:650;padding:0 4px;line-height:1;background:var(--red);color:var(--onred);flex:none}
.n.c{background:var(--blue);color:var(--paper);border-radius:3px}

details>summary{cursor:pointer;list-style:none}
details>summary::-webkit-details-marker{display:none}
summary::before{content:"";display:inline-block;width:0;height:0;border:4px solid transparent;border-left:6px solid var(--ink2);margin-right:5px;flex:none}
details[open]>summary::before{transform:rotate(90deg) translate(2px,2px)}
.more{margin-top:16px;font-size:13px}
.more>summary{color:var(--ink2)}
.more table{margin:8px 0 18px}
.left{margin-top:12px}

.flt{display:flex;flex-wrap:wrap;gap:6px;align-items:center;margin:0 0 14px;position:relative}
.flt>input[type=checkbox]{position:absolute;opacity:0}
.flt label,.pick label{border:1px solid var(--line);border-radius:4px;padding:2px 9px;font-size:13px;cursor:pointer;display:inline-flex;align-items:center;line-height:20px;color:var(--ink2);gap:6px}
.flt label:hover,.pick label:hover{border-color:var(--line2)}
.flt input:checked+label{border-color:var(--ink2);background:var(--raise);color:var(--ink)}
.flt input:focus-visible+label,.pick input:focus-visible+label{outline:2px solid var(--blue);outline-offset:1px}
.flt input[type=search]{font:inherit;font-size:13px;padding:2px 9px;border:1px solid var(--hatch);border-radius:4px;background:var(--paper);color:var(--ink);width:230px;line-height:20px}
.flt input[type=search]::placeholder{color:var(--ink2);opacity:1}
.flt output{color:var(--ink2);font-size:13px;margin-left:4px}
.flt button{font:inherit;font-size:13px;background:none;border:0;text-decoration:underline;color:var(--ink2);cursor:pointer;padding:2px 4px}

.m{display:inline-block}
.m::before{content:"";display:inline-block;width:14px;height:14px;flex:none;background:var(--ink2);mask:var(--g) 0 0/100%;vertical-align:-2px;margin-right:7px;forced-color-adjust:none}
.m.bad{--g:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'%3E%3Cpath fill-rule='evenodd' d='M2 0h10a2 2 0 012 2v10a2 2 0 01-2 2H2a2 2 0 01-2-2V2a2 2 0 012-2zM3.400 4.800L5.600 7 3.400 9.200l1.400 1.400L7 8.400l2.200 2.200 1.400-1.400L8.400 7l2.200-2.200-1.400-1.400L7 5.600 4.800 3.400z'/%3E%3C/svg%3E")}
.m.bad::before{background:var(--red)}
.m.good{--g:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'%3E%3Crect x='.6' y='.6' width='12.800' height='12.800' rx='2' fill='none' stroke='%23000' stroke-opacity='.5'/%3E%3Cpath d='M3.700 7.400l2.300 2.200 4.300-5' fill='none' stroke='%23000' stroke-width='1.700'/%3E%3C/svg%3E")}
.m.empty{--g:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'%3E%3Crect x='.6' y='.6' width='12.800' height='12.800' rx='2' fill='none' stroke='%23000' stroke-opacity='.6'/%3E%3C/svg%3E")}
.m.unknown,.m.later{--g:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'%3E%3Cpath d='M.6.6h12.800v12.800H.6zM0 4l4-4M0 9l2.500-2.500M6.500 2.500L9 0M0 14l3.300-3.300M10.700 3.300L14 0M5 14l2-2M12 7l2-2M10 14l4-4' fill='none' stroke='%23000' stroke-opacity='.5'/%3E%3Cpath d='M4.900 5.300c0-2.700 4.300-2.600 4.200 0C9 6.800 7 6.800 7 8.600' fill='none' stroke='%23000' stroke-width='1.800'/%3E%3Ccircle cx='7' cy='11' r='1.150'/%3E%3C/svg%3E")}
.m.unknown::before{background:var(--ink)}
.m.later{--g:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'%3E%3Crect x='.6' y='.6' width='12.800' height='12.800' rx='2' fill='none' stroke='%23000' stroke-opacity='.6' stroke-dasharray='2 2'/%3E%3Cpath d='M3.500 8c1-2 2.500-2 3.500-1s2.500 1 3.500-1' fill='none' stroke='%23000' stroke-width='1.300'/%3E%3C/svg%3E")}
.m.person{--g:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'%3E%3Ccircle cx='7' cy='7' r='6.200' fill='none' stroke='%23000' stroke-width='1.200' stroke-dasharray='2.400 1.500'/%3E%3Ccircle cx='7' cy='5.400' r='1.800'/%3E%3Cpath d='M3.900 10.600a3.200 3 0 016.200 0z'/%3E%3C/svg%3E")}
.m.none{--g:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'%3E%3Cpath d='M3 6.300h8v1.600H3z' fill-opacity='.6'/%3E%3C/svg%3E")}

.sev{--a:var(--red);--b:var(--red);--c:var(--red);--d:var(--line);color:var(--red);white-space:nowrap}
.sev::before{content:"";display:inline-block;margin-right:7px;width:15px;height:10px;background:linear-gradient(var(--a),var(--a)) 0 100%/3px 4px no-repeat,linear-gradient(var(--b),var(--b)) 4px 100%/3px 6px no-repeat,linear-gradient(var(--c),var(--c)) 8px 100%/3px 8px no-repeat,linear-gradient(var(--d),var(--d)) 12px 100%/3px 10px no-repeat}
.sev.critical{--d:var(--red);font-weight:640}
.sev.medium{--a:var(--ink2);--b:var(--ink2);--c:var(--line);color:inherit}
.sev.low{--a:var(--ink2);--b:var(--line);--c:var(--line);color:inherit}

pre{background:var(--raise);border-radius:3px;padding:7px 0;overflow-x:auto;line-height:1.55;max-width:100%}
pre span{display:block;padding:0 12px;white-space:pre;min-width:max-content}
pre .removed,pre .marked{background:var(--red1);box-shadow:inset 3px 0 var(--red)}
pre .added{background:var(--blue1);box-shadow:inset 3px 0 var(--blue)}
pre i{font-style:normal;color:var(--ink2);display:inline-block;min-width:30px;padding-right:8px;user-select:none}
dl.kv{display:grid;grid-template-columns:84px minmax(0,1fr);gap:3px 10px;font-size:13px;margin-top:8px;align-content:start}
dt{color:var(--ink2)}
footer{margin:56px 0 40px;border-top:1px solid var(--line);padding-top:16px;color:var(--ink2);font-size:13px;display:flex;gap:6px 24px;flex-wrap:wrap}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){.bar rect,.n,.sev::before{forced-color-adjust:none}}
`;
